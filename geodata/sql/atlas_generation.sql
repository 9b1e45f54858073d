-- The generation's one row. Columns: number, published_at, territory, timezone.
SELECT number, published_at, territory, timezone FROM generation;
