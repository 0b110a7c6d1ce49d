-- A district of made-up enterprises: each statement fills one table, set-wise. Parameters: all, services, hot, today.

INSERT INTO pool_entries (enterprise_id, admitted_on, reason)
SELECT i, %(today)s::date - (i %% 900), '台账'
FROM generate_series(1, %(all)s) i;

INSERT INTO assignments (enterprise_id, steward_id, from_on, why)
SELECT i, 2 + i %% 50, %(today)s::date - (i %% 600), '分派'
FROM generate_series(1, %(all)s) i
WHERE i %% 25 <> 3;

INSERT INTO queue_entries (enterprise_id, since, due_on, why)
SELECT i, %(today)s::date - 3, %(today)s::date + 4, '新入库'
FROM generate_series(1, %(all)s) i
WHERE i %% 25 = 3;

INSERT INTO titles (enterprise_id, tier, granted_on, expires_on, recorded_on)
SELECT i, CASE WHEN i %% 40 = 0 THEN 'little_giant' WHEN i %% 10 = 0 THEN 'srdi' ELSE 'innovative' END, %(today)s::date - (i %% 1000), %(today)s::date - (i %% 1000) + 1095, %(today)s::date
FROM generate_series(1, %(all)s) i
WHERE i %% 3 = 0 OR i %% 10 = 0;

INSERT INTO title_events (title_id, kind, happened_on, detail)
SELECT id, 'granted', granted_on, '{}' FROM titles;

INSERT INTO interactions (enterprise_id, channel, purpose, held_on, summary, next_contact_on, asked_for, author_id, recorded_at)
SELECT
CASE WHEN i <= %(hot)s THEN 1 ELSE 1 + i %% %(all)s END, 'visit', 'policy', %(today)s::date - (i * 7 %% 500), '走访了解经营与申报情况', CASE WHEN i %% 9 = 0 THEN %(today)s::date + (i %% 60) - 3 END, false, 2 + (i %% %(all)s + 1) %% 50, now()
FROM generate_series(1, %(services)s) i;

INSERT INTO evaluations (enterprise_id, target, purpose, rulebook, rulebook_digest, as_of, verdict, flag_kind, unmet, unknown, facts, reasons)
SELECT i, 'srdi', 'new', 'srdi-2026', repeat('0', 64), %(today)s::date, CASE WHEN i %% 12 = 0 THEN 'near' ELSE 'far' END, CASE WHEN i %% 12 = 0 THEN 'near' END, '[]', '[]', '{}', '{"because": [{"code": "first"}]}'
FROM generate_series(1, %(all)s) i;

INSERT INTO flags (enterprise_id, target, purpose, kind, episode_key, opened_on, evaluation_id, unmet_count, unknown_count)
SELECT enterprise_id, target, purpose, 'near', 'bench:' || id, as_of - (enterprise_id %% 30), id, enterprise_id %% 3, enterprise_id %% 2 FROM evaluations
WHERE flag_kind = 'near';

INSERT INTO yearly_figures (enterprise_id, year, revenue, rd_expense, net_profit, employees, version)
SELECT i, y, (i %% 90000 + 100) * 100000::bigint, (i %% 9000) * 100000::bigint, (i %% 5000) * 100000::bigint, 10 + i %% 300, 1
FROM generate_series(1, %(all)s) i, generate_series(2023, 2025) y;
