-- What SQLite itself refuses, whoever asks.

-- The change log is append-only.
CREATE TRIGGER changes_no_update BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER changes_no_delete BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER batches_no_update BEFORE UPDATE ON batches BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;--> statement-breakpoint
CREATE TRIGGER batches_no_delete BEFORE DELETE ON batches BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END;--> statement-breakpoint

-- Recorded rows are archived (deleted_at), never deleted.
CREATE TRIGGER users_no_delete BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER invitations_no_delete BEFORE DELETE ON invitations BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER api_tokens_no_delete BEFORE DELETE ON api_tokens BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER funds_no_delete BEFORE DELETE ON funds BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER fields_no_delete BEFORE DELETE ON fields BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER investors_no_delete BEFORE DELETE ON investors BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER tags_no_delete BEFORE DELETE ON tags BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER investor_tags_no_delete BEFORE DELETE ON investor_tags BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER contacts_no_delete BEFORE DELETE ON contacts BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER contact_addresses_no_delete BEFORE DELETE ON contact_addresses BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER contact_roles_no_delete BEFORE DELETE ON contact_roles BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER commitment_entries_no_delete BEFORE DELETE ON commitment_entries BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER stages_no_delete BEFORE DELETE ON stages BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER opportunities_no_delete BEFORE DELETE ON opportunities BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER communications_no_delete BEFORE DELETE ON communications BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER communication_investors_no_delete BEFORE DELETE ON communication_investors BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER communication_contacts_no_delete BEFORE DELETE ON communication_contacts BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER communication_copies_no_delete BEFORE DELETE ON communication_copies BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER import_mappings_no_delete BEFORE DELETE ON import_mappings BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER imports_no_delete BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER settings_no_delete BEFORE DELETE ON settings BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint

-- What the search box looks through: one document per live investor, three-letter index, kept by summaries.ts.
CREATE VIRTUAL TABLE investor_search USING fts5(document, content='', contentless_delete=1, tokenize='trigram');
