-- Limits of one tenant. An empty column means the default of the installation; 0 messages a day stop the tenant or country.
CREATE TABLE tenant_limit (
  tenant_id uuid NOT NULL,
  daily_messages integer,
  daily_per_country integer,
  -- Countries with a limit of their own: {"GB": 5000, "JM": 0}.
  country_messages jsonb NOT NULL DEFAULT '{}',
  recipient_per_hour integer,
  prefix_per_hour integer,
  writes_per_second integer,
  reads_per_second integer,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT tenant_limit_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_limit_range_check CHECK (daily_messages >= 0 AND daily_per_country >= 0 AND recipient_per_hour > 0
    AND prefix_per_hour > 0 AND writes_per_second > 0 AND reads_per_second > 0),
  CONSTRAINT tenant_limit_country_check CHECK (jsonb_typeof(country_messages) = 'object')
);

-- What the API processes told each other about messages they let in, per window: a day or an hour. Written in
-- steps outside of the accept statement, so that no row is hot. Rows are of no use once their window is over.
CREATE TABLE admission_count (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  count integer NOT NULL,
  CONSTRAINT admission_count_pkey PRIMARY KEY (tenant_id, name, ends_at)
) WITH (fillfactor = 70);
CREATE INDEX admission_count_ends_at_idx ON admission_count (ends_at);
