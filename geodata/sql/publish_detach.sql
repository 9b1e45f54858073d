-- Leaves the workspace as it was.
DETACH workspace;
