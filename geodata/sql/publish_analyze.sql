-- Statistics for whoever queries the file, from some rows of each index: how they spread is all that a plan asks.
PRAGMA analysis_limit = 1000;
ANALYZE;
