-- The workspace beside the new generation. Parameters: :path
ATTACH :path AS workspace;
