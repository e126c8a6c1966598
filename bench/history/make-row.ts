/**
 * Makes `bench_row`: message number `n` of `of`. A cheap hash of its number decides everything about it, so that every run
 * is the same.
 */
export const makeRow = `
  CREATE FUNCTION bench_row(n integer, of integer, starts timestamptz, ends timestamptz)
  RETURNS TABLE (id uuid, at timestamptz, tenant integer, sender integer, recipient text, status text,
    error_code text, error_class text, tags text[], meta text[], reference text, batch uuid, provider_id text)
  LANGUAGE sql IMMUTABLE AS $$
    SELECT (substr(ms, 1, 8) || '-' || substr(ms, 9, 4) || '-7' || substr(md5(n::text), 1, 3) || '-8'
        || substr(md5(n::text), 4, 3) || '-' || substr(md5(n::text), 7, 12))::uuid,
      stamp, tenant, (h / 1000 % 1000 >= 700)::int + (h / 1000 % 1000 >= 900)::int + (h / 1000 % 1000 >= 980)::int,
      CASE WHEN h % 211 = 0 THEN '+15558675310' ELSE '+1555' || (1000000 + h % 200003) END,
      state, fault, CASE fault WHEN '21610' THEN 'opt_out' WHEN '30003' THEN 'transient' WHEN '30005' THEN 'recipient'
        WHEN '30007' THEN 'filtered' WHEN '30410' THEN 'ambiguous' ELSE CASE WHEN fault IS NOT NULL THEN 'expired' END END,
      array_remove(ARRAY[CASE WHEN h % 10 < 5 THEN 'order' WHEN h % 10 < 8 THEN 'promo' END,
        CASE WHEN h % 997 = 0 THEN 'vip' END], NULL),
      array_remove(ARRAY[CASE WHEN h % 5 < 2 THEN 'customer' END, CASE WHEN h % 1999 = 0 THEN 'rare' END], NULL),
      CASE WHEN h % 4 = 0 THEN 'order-' || n END,
      CASE WHEN h % 5 < 2 THEN md5('batch ' || tenant || ' ' || n / 20000)::uuid END,
      CASE WHEN state NOT IN ('scheduled', 'queued', 'retrying', 'canceled', 'expired', 'blocked')
        THEN 'MM' || lpad(to_hex(n), 32, '0') END
    FROM (SELECT hashint4(n)::bigint & 2147483647 AS h, starts + (ends - starts) * (n::float8 / of) AS stamp) a,
      LATERAL (SELECT lpad(to_hex((extract(epoch FROM stamp) * 1000)::bigint), 12, '0') AS ms,
        (h % 1000 >= 600)::int + (h % 1000 >= 800)::int + (h % 1000 >= 900)::int + (h % 1000 >= 970)::int AS tenant,
        h / 7 % 10000 AS luck) b,
      LATERAL (SELECT CASE WHEN luck < 5400 THEN 'delivered' WHEN luck < 9000 THEN 'sent' WHEN luck < 9400 THEN 'failed'
        WHEN luck < 9700 THEN 'undelivered' WHEN luck < 9750 THEN 'queued' WHEN luck < 9800 THEN 'submitted'
        WHEN luck < 9850 THEN 'scheduled' WHEN luck < 9900 THEN 'expired' WHEN luck < 9940 THEN 'blocked'
        WHEN luck < 9970 THEN 'canceled' WHEN luck < 9985 THEN 'retrying' WHEN luck < 9999 THEN 'ambiguous'
        ELSE 'unknown' END AS state) c,
      LATERAL (SELECT CASE WHEN state IN ('failed', 'undelivered') THEN
          CASE WHEN h / 11 % 100 < 40 THEN '30003' WHEN h / 11 % 100 < 70 THEN '21610'
            WHEN h / 11 % 100 < 90 THEN '30005' WHEN h / 11 % 100 < 99 THEN '30007' ELSE '30410' END
        WHEN state = 'expired' THEN 'expired' END AS fault) d
  $$`
