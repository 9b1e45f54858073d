-- Statistics for whoever queries the file.
ANALYZE;
