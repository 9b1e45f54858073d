-- One line 'ok', or what is wrong with the file.
PRAGMA integrity_check
