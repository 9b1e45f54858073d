-- The version of directory.sql that the file was made with.
PRAGMA user_version;
