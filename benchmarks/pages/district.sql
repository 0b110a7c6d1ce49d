-- A district of made-up enterprises: each statement fills one table, set-wise. Parameters: all, services, hot, today,
-- and the parts of names (a number in the middle makes each the only one).

INSERT INTO enterprises (id, credit_code, name, industry, street, created_on, version, registered_on)
SELECT i, '91110107MA' || lpad((i %% 1000000)::text, 6, '0') || 'XX', %(first)s::text || (%(heads)s::text[])[1 + i %% 15] || lpad(i::text, greatest(5, length(i::text)), '0') || (%(fields)s::text[])[1 + i / 7 %% 10] || %(last)s::text, 'C3563', (%(streets)s::text[])[1 + i %% 5], %(today)s::date, 1, make_date(2005 + i %% 15, 1 + i %% 12, 1)
FROM generate_series(1, %(all)s) i;

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

INSERT INTO yearly_figures (enterprise_id, year, revenue, main_revenue, rd_expense, net_profit, total_assets, total_liabilities, employees, rd_staff, version)
SELECT i, y, r, r * 7 / 10, CASE WHEN i %% 8 = 0 THEN r * 7 / 100 ELSE r * (i %% 40) / 1000 END, r * (i %% 17 - 3) / 100, r * 2, r * (i %% 19) / 10, 10 + i %% 300, (10 + i %% 300) * (i %% 11) / 20, 1
FROM (SELECT i, y, (i %% 9000 + 100 + (y - 2023) * (i %% 700)) * 1000000::bigint AS r
      FROM generate_series(1, %(all)s) i, generate_series(2023, 2025) y) of_a_year;

INSERT INTO current_facts (enterprise_id, niche_started_on, strategic_emerging, product_field, rd_institution, digital_level, information_system, local_feature_points, market_share, market_rank, market_leading, market_reputation, chain_role, product_domain, compliance_abnormal_list, compliance_dishonest_list, compliance_prohibited_product, compliance_serious_incident, quality)
SELECT i, to_json(date '2008-01-01' + i %% 6000)::text, (i %% 2 = 0)::text, (ARRAY['"fills_gap"', '"key_supporting"', '"other"'])[1 + i %% 3], (ARRAY['"provincial"', '"municipal"', '"below_municipal"', '"none"'])[1 + i %% 4], (1 + i %% 4)::text, (i %% 5 > 0)::text, (i %% 16)::text, '"0.' || lpad((i %% 40)::text, 2, '0') || '5"', (1 + i %% 30)::text, (i %% 3 > 0)::text, (i %% 4 > 0)::text, (i %% 3 = 0)::text, (i %% 2 = 1)::text, (i %% 50 = 7)::text, (i %% 90 = 7)::text, 'false', 'false', (ARRAY['["own_brand"]', '["management_system", "own_brand"]', '[]'])[1 + i %% 3]
FROM generate_series(1, %(all)s) i
WHERE i %% 29 > 0;

INSERT INTO enterprise_facts (enterprise_id, fact, value, from_date, grade, recorded_on)
SELECT enterprise_id, regexp_replace(key, '^(market|compliance)_', '\1.'), value, %(today)s::date - 100, 'self_declared', %(today)s::date - 100
FROM current_facts, jsonb_each_text(to_jsonb(current_facts) - 'enterprise_id')
WHERE value IS NOT NULL;

INSERT INTO intellectual_property (enterprise_id, ip_class, high_value, self_developed, related_to_main_product, economic_benefit, granted_on, holder_rank, grade, recorded_on)
SELECT 1 + i * 7 %% %(all)s, CASE WHEN i %% 2 = 0 THEN 'I' ELSE 'II' END, i %% 5 = 0, i %% 3 > 0, i %% 7 > 0, i %% 4 > 0, %(today)s::date - (i %% 2500), 1, 'self_declared', %(today)s::date - 100
FROM generate_series(1, %(all)s * 3 / 2) i;

INSERT INTO equity_rounds (enterprise_id, paid_on, amount, qualified, grade, recorded_on)
SELECT 1 + i * 11 %% %(all)s, %(today)s::date - (i %% 1500), (i %% 90 + 10) * 100000000::bigint, i %% 5 > 0, 'self_declared', %(today)s::date - 100
FROM generate_series(1, %(all)s / 3) i;

INSERT INTO fact_lists (enterprise_id, kind, complete_as_of, recorded_on)
SELECT i, kind, %(today)s::date - 100, %(today)s::date - 100
FROM generate_series(1, %(all)s) i, unnest(ARRAY['intellectual_property', 'equity_financing', 'science_awards', 'maker_in_china', 'recognitions']) kind
WHERE i %% 13 > 0;
