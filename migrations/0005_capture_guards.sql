-- Recorded rows are archived (deleted_at), never deleted.
CREATE TRIGGER mailboxes_no_delete BEFORE DELETE ON mailboxes BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER thread_levels_no_delete BEFORE DELETE ON thread_levels BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER never_log_no_delete BEFORE DELETE ON never_log BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint

-- What is searched of captured mail: one document a message, by whole words, so that the newest hits come first by rowid.
CREATE VIRTUAL TABLE mail_search USING fts5(subject, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');--> statement-breakpoint

-- People of communications now carry when it was, as investors do.
UPDATE communication_contacts SET occurred_at = (SELECT c.occurred_at FROM communications c WHERE c.id = communication_id);
