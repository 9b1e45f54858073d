-- Version of the schema: 0 for a new file.
SELECT user_version FROM pragma_user_version;
