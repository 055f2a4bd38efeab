-- To Gmail dots mean nothing in an address, and googlemail.com is gmail.com (shared/addresses.ts): what is stored follows.
-- Where mail is found for somebody that was not before, all stored mail is matched anew.
UPDATE log_cursors SET seq = 0 WHERE name = 'rematch' AND EXISTS (
  WITH people AS (
    SELECT DISTINCT address_key, replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') AS local FROM contact_addresses WHERE domain IN ('gmail.com', 'googlemail.com')
  )
  SELECT 1 FROM mail_parties p JOIN people a
    ON a.local = replace(substr(p.address_key, 1, instr(p.address_key, '@') - 1), '.', '') AND a.address_key <> p.address_key
  WHERE p.address_key LIKE '%@gmail.com' OR p.address_key LIKE '%@googlemail.com');--> statement-breakpoint
UPDATE contact_addresses SET address_key = replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') || '@gmail.com', domain = 'gmail.com'
WHERE (address_key LIKE '%.%@gmail.com' OR address_key LIKE '%@googlemail.com')
  AND replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') <> '';--> statement-breakpoint
UPDATE OR REPLACE mail_parties SET address_key = replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') || '@gmail.com'
WHERE (address_key LIKE '%.%@gmail.com' OR address_key LIKE '%@googlemail.com')
  AND replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') <> '';--> statement-breakpoint
UPDATE OR REPLACE meeting_parties SET address_key = replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') || '@gmail.com'
WHERE (address_key LIKE '%.%@gmail.com' OR address_key LIKE '%@googlemail.com')
  AND replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') <> '';--> statement-breakpoint
UPDATE OR REPLACE mail_aliases SET address_key = replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') || '@gmail.com'
WHERE (address_key LIKE '%.%@gmail.com' OR address_key LIKE '%@googlemail.com')
  AND replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') <> '';--> statement-breakpoint
UPDATE OR IGNORE mail_sightings SET address_key = replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') || '@gmail.com'
WHERE (address_key LIKE '%.%@gmail.com' OR address_key LIKE '%@googlemail.com')
  AND replace(substr(address_key, 1, instr(address_key, '@') - 1), '.', '') <> '';--> statement-breakpoint
-- Meetings that were rejected are nobody's next: worked out anew by the next pass over what has begun.
UPDATE investor_summaries SET next_meeting_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE next_meeting_id IN (
  SELECT payload ->> '$.meeting_id' FROM proposals WHERE kind = 'log_meeting' AND status = 'rejected' AND deleted_at IS NULL);--> statement-breakpoint
UPDATE contact_summaries SET next_meeting_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE next_meeting_id IN (
  SELECT payload ->> '$.meeting_id' FROM proposals WHERE kind = 'log_meeting' AND status = 'rejected' AND deleted_at IS NULL);
