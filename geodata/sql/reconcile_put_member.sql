-- Parameters: :record :head
INSERT INTO temp.member (record, head, source)
SELECT id, :head, source FROM workspace.record WHERE id = :record;
