-- What people and investors were last said and last said to us, of what is in the record already; from here on acts keep it.
INSERT INTO contact_summaries (contact_id) SELECT id FROM live_contacts WHERE true ON CONFLICT (contact_id) DO NOTHING;--> statement-breakpoint
UPDATE contact_summaries SET (last_contact_id, last_contact_at, last_contact_by, last_contact_type) = (
  SELECT c.id, c.occurred_at, c.user_id, c.type FROM live_communication_contacts l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.contact_id = contact_summaries.contact_id AND c.type <> 'note'
    AND (c.type <> 'meeting' OR l.occurred_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
), (last_inbound_id, last_inbound_at) = (
  SELECT c.id, c.occurred_at FROM live_communication_contacts l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.contact_id = contact_summaries.contact_id AND c.type <> 'note' AND c.direction = 'in'
  ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
), (next_meeting_id, next_meeting_at) = (
  SELECT c.id, l.occurred_at FROM live_communication_contacts l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.contact_id = contact_summaries.contact_id AND c.type = 'meeting'
    AND l.occurred_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
  ORDER BY l.occurred_at, c.id LIMIT 1
);--> statement-breakpoint
UPDATE investor_summaries SET (last_contact_id, last_contact_at, last_contact_by, last_contact_type) = (
  SELECT c.id, c.occurred_at, c.user_id, c.type FROM live_communication_investors l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.investor_id = investor_summaries.investor_id AND c.type <> 'note'
    AND (c.type <> 'meeting' OR l.occurred_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
  ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
), (last_inbound_id, last_inbound_at) = (
  SELECT c.id, c.occurred_at FROM live_communication_investors l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.investor_id = investor_summaries.investor_id AND c.type <> 'note' AND c.direction = 'in'
  ORDER BY l.occurred_at DESC, c.id DESC LIMIT 1
), (next_meeting_id, next_meeting_at) = (
  SELECT c.id, l.occurred_at FROM live_communication_investors l
  JOIN live_communications c ON c.id = l.communication_id
  WHERE l.investor_id = investor_summaries.investor_id AND c.type = 'meeting'
    AND l.occurred_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
  ORDER BY l.occurred_at, c.id LIMIT 1
);
