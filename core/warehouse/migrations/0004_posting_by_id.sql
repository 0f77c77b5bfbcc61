CREATE INDEX posting_by_id ON posting (id);
