-- Recorded rows are archived (deleted_at), never deleted.
CREATE TRIGGER views_no_delete BEFORE DELETE ON views BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER automations_no_delete BEFORE DELETE ON automations BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER automation_runs_no_delete BEFORE DELETE ON automation_runs BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER proposals_no_delete BEFORE DELETE ON proposals BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER tasks_no_delete BEFORE DELETE ON tasks BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER feature_requests_no_delete BEFORE DELETE ON feature_requests BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;--> statement-breakpoint
CREATE TRIGGER feature_votes_no_delete BEFORE DELETE ON feature_votes BEGIN SELECT RAISE(ABORT, 'rows are archived, never deleted'); END;
