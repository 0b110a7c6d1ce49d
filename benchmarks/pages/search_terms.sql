-- What the search of made-up enterprises reads: each code and each name from each of its places on.

INSERT INTO search_terms (enterprise_id, text)
SELECT id, substr(lower(credit_code), place + 1)
FROM enterprises, unnest(%(code_places)s::integer[]) place;

INSERT INTO search_terms (enterprise_id, text, initials, pinyin)
WITH named AS (
  SELECT id, id %% 15 AS head, id / 7 %% 10 AS field, lpad(id::text, greatest(5, length(id::text)), '0') AS number
  FROM enterprises
)
SELECT id, b.text || number || a.text, b.initials || number || a.initials, b.pinyin || number || a.pinyin
FROM named
JOIN name_parts b ON b.side = 'before' AND b.of = head
JOIN name_parts a ON a.side = 'after' AND a.of = field AND a.place = 0
UNION ALL
SELECT id, substr(number, at) || a.text, substr(number, at) || a.initials, substr(number, at) || a.pinyin
FROM named
JOIN name_parts a ON a.side = 'after' AND a.of = field AND a.place = 0,
LATERAL generate_series(1, length(number)) at
UNION ALL
SELECT id, a.text, a.initials, a.pinyin
FROM named JOIN name_parts a ON a.side = 'after' AND a.of = field
ORDER BY 1;
