-- The earlier generation beside the later one. Parameters: :path
ATTACH :path AS earlier;
