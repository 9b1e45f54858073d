-- Once all is written: the pages that were held for writing are given back before the checks want memory of their own.
PRAGMA shrink_memory;
