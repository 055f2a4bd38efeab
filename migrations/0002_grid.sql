-- Saved views, rules, proposals, tasks and wishes; columns that people add to contacts and opportunities; formulas.

CREATE TABLE `automation_members` (
	`automation_id` text NOT NULL,
	`investor_id` text NOT NULL,
	PRIMARY KEY(`automation_id`, `investor_id`)
);
--> statement-breakpoint
CREATE TABLE `automation_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`automation_id` text NOT NULL,
	`investor_id` text NOT NULL,
	`occasion` text NOT NULL,
	`outcome` text NOT NULL,
	`effects` text DEFAULT '[]' NOT NULL,
	`reason` text,
	`depth` integer DEFAULT 0 NOT NULL,
	`batch` text,
	FOREIGN KEY (`automation_id`) REFERENCES `automations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `automation_runs_occasion` ON `automation_runs` (`automation_id`,`investor_id`,`occasion`) WHERE "automation_runs"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `automation_runs_batch` ON `automation_runs` (`batch`) WHERE "automation_runs"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `automations` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`key` text,
	`name` text NOT NULL,
	`description` text,
	`enabled` integer DEFAULT false NOT NULL,
	`trigger` text NOT NULL,
	`conditions` text,
	`actions` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `automations_key` ON `automations` (`key`) WHERE "automations"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `feature_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`title` text NOT NULL,
	`detail` text,
	`status` text DEFAULT 'open' NOT NULL,
	`answer` text
);
--> statement-breakpoint
CREATE TABLE `feature_votes` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`feature_request_id` text NOT NULL,
	`user_id` text NOT NULL,
	FOREIGN KEY (`feature_request_id`) REFERENCES `feature_requests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feature_votes_pair` ON `feature_votes` (`feature_request_id`,`user_id`) WHERE "feature_votes"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `log_cursors` (
	`name` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`kind` text NOT NULL,
	`investor_id` text,
	`title` text NOT NULL,
	`payload` text NOT NULL,
	`evidence` text DEFAULT '[]' NOT NULL,
	`confidence` real,
	`source` text NOT NULL,
	`occasion` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`reason` text,
	`decided_at` text,
	`decided_by` text,
	`batch` text,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `proposals_status` ON `proposals` (`status`,`id`) WHERE "proposals"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `proposals_investor` ON `proposals` (`investor_id`) WHERE "proposals"."deleted_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_occasion` ON `proposals` (`source`,`occasion`) WHERE "proposals"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `tasks` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`title` text NOT NULL,
	`notes` text,
	`due_on` text,
	`status` text DEFAULT 'open' NOT NULL,
	`done_at` text,
	`owner_id` text,
	`investor_id` text,
	`opportunity_id` text,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`opportunity_id`) REFERENCES `opportunities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `tasks_open` ON `tasks` (`status`,`due_on`) WHERE "tasks"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `tasks_investor` ON `tasks` (`investor_id`) WHERE "tasks"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `tasks_opportunity` ON `tasks` (`opportunity_id`) WHERE "tasks"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `view_drifts` (
	`user_id` text NOT NULL,
	`view_id` text NOT NULL,
	`definition` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`user_id`, `view_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `views` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`key` text,
	`name` text NOT NULL,
	`owner_id` text,
	`locked` integer DEFAULT false NOT NULL,
	`definition` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `views_key` ON `views` (`key`) WHERE "views"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `views_owner` ON `views` (`owner_id`) WHERE "views"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE `contacts` ADD `cells` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `fields` ADD `entity` text DEFAULT 'investors' NOT NULL;--> statement-breakpoint
ALTER TABLE `fields` ADD `default_value` text;--> statement-breakpoint
ALTER TABLE `investor_summaries` ADD `formulas` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `opportunities` ADD `cells` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
DROP VIEW `live_contacts`;--> statement-breakpoint
DROP VIEW `live_fields`;--> statement-breakpoint
DROP VIEW `live_opportunities`;--> statement-breakpoint
CREATE VIEW `live_automation_runs` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "automation_id", "investor_id", "occasion", "outcome", "effects", "reason", "depth", "batch" from "automation_runs" where "automation_runs"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_automations` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "key", "name", "description", "enabled", "trigger", "conditions", "actions", "position" from "automations" where "automations"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_feature_requests` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "title", "detail", "status", "answer" from "feature_requests" where "feature_requests"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_feature_votes` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "feature_request_id", "user_id" from "feature_votes" where "feature_votes"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_proposals` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "kind", "investor_id", "title", "payload", "evidence", "confidence", "source", "occasion", "status", "reason", "decided_at", "decided_by", "batch" from "proposals" where "proposals"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_tasks` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "title", "notes", "due_on", "status", "done_at", "owner_id", "investor_id", "opportunity_id" from "tasks" where "tasks"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_views` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "key", "name", "owner_id", "locked", "definition", "position" from "views" where "views"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_contacts` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "title", "phone", "linkedin", "notes", "external_id", "cells" from "contacts" where "contacts"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_fields` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "key", "label", "type", "builtin", "is_primary", "exposure", "options", "formula", "description", "required", "position", "entity", "default_value" from "fields" where "fields"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_opportunities` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "investor_id", "fund_id", "stage", "stage_since", "stage_reason", "expected_amount", "probability", "owner", "next_step", "next_step_at", "cells" from "opportunities" where "opportunities"."deleted_at" is null;