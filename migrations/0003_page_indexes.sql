-- Counting and paging the grid reads no whole rows; most acts undo nothing and need no entry for that.
DROP INDEX `batches_undoes`;--> statement-breakpoint
CREATE INDEX `batches_undoes` ON `batches` (`undoes`) WHERE "batches"."undoes" is not null;--> statement-breakpoint
DROP INDEX `investors_list`;--> statement-breakpoint
CREATE INDEX `investors_list` ON `investors` (`list`,`name_key`,`id`) WHERE "investors"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `investor_summaries_figures` ON `investor_summaries` (`investor_id`,`total_committed`,`stage`,`last_contact_at`,`open_opportunities`,`expected_amount`);