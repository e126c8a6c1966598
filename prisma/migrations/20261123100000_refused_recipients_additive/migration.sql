-- Recipients of a refused batch as keyed hashes, a bounded number; recipient_hash is that of a single message.
ALTER TABLE refused_request ADD COLUMN recipient_hashes text[] NOT NULL DEFAULT '{}';
-- A hash holds its tenant, so that it finds nobody else's. Requests without items are not in it.
CREATE INDEX refused_request_recipients ON refused_request USING gin (recipient_hashes);
