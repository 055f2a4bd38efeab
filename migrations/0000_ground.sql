-- The tables of server/db/schema.ts and, at the end, one view per table that leaves out archived rows (server/db/live.ts).
-- Partial indexes ("where deleted_at is null") serve those views; unique ones let an archived name be used again.
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`user_id` text NOT NULL,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_token_hash_unique` ON `api_tokens` (`token_hash`);--> statement-breakpoint
-- By hand: WITHOUT ROWID, so that an act touches one page less.
CREATE TABLE `batches` (
	`id` text PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`surface` text NOT NULL,
	`what` text NOT NULL,
	`undoes` text
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `batches_at` ON `batches` (`at`);--> statement-breakpoint
CREATE INDEX `batches_actor` ON `batches` (`actor_id`,`at`);--> statement-breakpoint
CREATE INDEX `batches_undoes` ON `batches` (`undoes`) WHERE "batches"."undoes" is not null;--> statement-breakpoint
CREATE TABLE `changes` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`batch_id` text NOT NULL,
	`at` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`surface` text NOT NULL,
	`entity` text NOT NULL,
	`entity_id` text NOT NULL,
	`investor_id` text,
	`action` text NOT NULL,
	`field` text,
	`before` text,
	`after` text,
	`version` integer NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `changes_entity` ON `changes` (`entity`,`entity_id`,`seq`);--> statement-breakpoint
CREATE INDEX `changes_investor` ON `changes` (`investor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `changes_batch` ON `changes` (`batch_id`);--> statement-breakpoint
CREATE TABLE `commitment_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`investor_id` text NOT NULL,
	`fund_id` text NOT NULL,
	`measure` text NOT NULL,
	`kind` text DEFAULT 'entry' NOT NULL,
	`amount` integer NOT NULL,
	`date` text NOT NULL,
	`note` text,
	`evidence` text,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`fund_id`) REFERENCES `funds`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `commitment_entries_investor` ON `commitment_entries` (`investor_id`,`fund_id`,`measure`) WHERE "commitment_entries"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `communication_contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`communication_id` text NOT NULL,
	`contact_id` text NOT NULL,
	FOREIGN KEY (`communication_id`) REFERENCES `communications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `communication_contacts_pair` ON `communication_contacts` (`communication_id`,`contact_id`) WHERE "communication_contacts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `communication_contacts_contact` ON `communication_contacts` (`contact_id`) WHERE "communication_contacts"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `communication_copies` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`communication_id` text NOT NULL,
	`mailbox` text NOT NULL,
	`gmail_id` text NOT NULL,
	`gmail_thread_id` text,
	FOREIGN KEY (`communication_id`) REFERENCES `communications`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `communication_copies_message` ON `communication_copies` (`mailbox`,`gmail_id`,`communication_id`) WHERE "communication_copies"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `communication_copies_communication` ON `communication_copies` (`communication_id`) WHERE "communication_copies"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `communication_investors` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`communication_id` text NOT NULL,
	`investor_id` text NOT NULL,
	`occurred_at` text NOT NULL,
	FOREIGN KEY (`communication_id`) REFERENCES `communications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `communication_investors_pair` ON `communication_investors` (`communication_id`,`investor_id`) WHERE "communication_investors"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `communication_investors_recent` ON `communication_investors` (`investor_id`,`occurred_at`) WHERE "communication_investors"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `communications` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`type` text NOT NULL,
	`direction` text,
	`subject` text,
	`summary` text NOT NULL,
	`body` text,
	`occurred_at` text NOT NULL,
	`user_id` text,
	`message_id` text,
	`thread_id` text,
	`from_address` text,
	`to_addresses` text DEFAULT '[]' NOT NULL,
	`privacy` text DEFAULT 'full' NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `communications_occurred` ON `communications` (`occurred_at`) WHERE "communications"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `communications_user` ON `communications` (`user_id`,`occurred_at`) WHERE "communications"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `communications_message` ON `communications` (`message_id`) WHERE "communications"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `contact_addresses` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`contact_id` text NOT NULL,
	`address` text NOT NULL,
	`address_key` text NOT NULL,
	`domain` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `contact_addresses_contact` ON `contact_addresses` (`contact_id`) WHERE "contact_addresses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `contact_addresses_key` ON `contact_addresses` (`address_key`) WHERE "contact_addresses"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `contact_addresses_domain` ON `contact_addresses` (`domain`) WHERE "contact_addresses"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `contact_roles` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`contact_id` text NOT NULL,
	`investor_id` text NOT NULL,
	`role` text,
	`position` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contact_roles_pair` ON `contact_roles` (`contact_id`,`investor_id`) WHERE "contact_roles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `contact_roles_investor` ON `contact_roles` (`investor_id`) WHERE "contact_roles"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`title` text,
	`phone` text,
	`linkedin` text,
	`notes` text,
	`external_id` text
);
--> statement-breakpoint
CREATE INDEX `contacts_name` ON `contacts` (`name_key`) WHERE "contacts"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `fields` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`key` text NOT NULL,
	`label` text NOT NULL,
	`type` text NOT NULL,
	`builtin` integer DEFAULT false NOT NULL,
	`is_primary` integer DEFAULT false NOT NULL,
	`exposure` text DEFAULT 'box' NOT NULL,
	`options` text DEFAULT '{}' NOT NULL,
	`formula` text,
	`description` text,
	`required` integer DEFAULT false NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fields_key` ON `fields` (`key`) WHERE "fields"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `funds` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`currency` text DEFAULT 'USD' NOT NULL,
	`target` integer,
	`hard_cap` integer,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `funds_name` ON `funds` (`name_key`) WHERE "funds"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`user_id` text NOT NULL,
	`key` text NOT NULL,
	`request` text NOT NULL,
	`status` integer NOT NULL,
	`reply` text NOT NULL,
	`at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	PRIMARY KEY(`user_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`signature` text NOT NULL,
	`entity_type` text NOT NULL,
	`mapping` text NOT NULL,
	`key_header` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `import_mappings_signature` ON `import_mappings` (`signature`,`entity_type`) WHERE "import_mappings"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`file_name` text NOT NULL,
	`entity_type` text NOT NULL,
	`batch` text NOT NULL,
	`report` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `investor_summaries` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`investor_id` text NOT NULL,
	`last_contact_at` text,
	`last_contact_by` text,
	`last_contact_type` text,
	`last_contact_id` text,
	`stage` text,
	`stage_position` integer,
	`open_opportunities` integer DEFAULT 0 NOT NULL,
	`expected_amount` integer DEFAULT 0 NOT NULL,
	`total_committed` integer DEFAULT 0 NOT NULL,
	`commitments` text DEFAULT '{}' NOT NULL,
	`tag_ids` text DEFAULT '[]' NOT NULL,
	`contact_count` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `investor_summaries_investor_id_unique` ON `investor_summaries` (`investor_id`);--> statement-breakpoint
CREATE INDEX `investor_summaries_contact` ON `investor_summaries` (`last_contact_at`);--> statement-breakpoint
CREATE INDEX `investor_summaries_figures` ON `investor_summaries` (`investor_id`,`total_committed`,`stage`,`last_contact_at`,`open_opportunities`,`expected_amount`);--> statement-breakpoint
CREATE TABLE `investor_tags` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`investor_id` text NOT NULL,
	`tag_id` text NOT NULL,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`tag_id`) REFERENCES `tags`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `investor_tags_pair` ON `investor_tags` (`investor_id`,`tag_id`) WHERE "investor_tags"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `investor_tags_tag` ON `investor_tags` (`tag_id`) WHERE "investor_tags"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `investors` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`list` text DEFAULT 'main' NOT NULL,
	`type` text,
	`owner` text,
	`website` text,
	`phone` text,
	`city` text,
	`country` text,
	`source` text,
	`next_step` text,
	`next_step_at` text,
	`notes` text,
	`external_id` text,
	`cells` text DEFAULT '{}' NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `investors_name` ON `investors` (`name_key`) WHERE "investors"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `investors_list` ON `investors` (`list`,`name_key`,`id`) WHERE "investors"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `investors_external` ON `investors` (`external_id`) WHERE "investors"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`email` text NOT NULL,
	`full_name` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`expires_at` text NOT NULL,
	`accepted_at` text
);
--> statement-breakpoint
CREATE TABLE `opportunities` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`investor_id` text NOT NULL,
	`fund_id` text NOT NULL,
	`stage` text NOT NULL,
	`stage_since` text NOT NULL,
	`stage_reason` text,
	`expected_amount` integer,
	`probability` real,
	`owner` text,
	`next_step` text,
	`next_step_at` text,
	FOREIGN KEY (`investor_id`) REFERENCES `investors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`fund_id`) REFERENCES `funds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`stage`) REFERENCES `stages`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `opportunities_investor` ON `opportunities` (`investor_id`) WHERE "opportunities"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `opportunities_stage` ON `opportunities` (`stage`) WHERE "opportunities"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` text NOT NULL,
	`last_seen_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`address` text,
	`user_agent` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`value` text
);
--> statement-breakpoint
CREATE TABLE `sign_in_attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account` text NOT NULL,
	`address` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_in_attempts_account` ON `sign_in_attempts` (`account`,`at`);--> statement-breakpoint
CREATE INDEX `sign_in_attempts_address` ON `sign_in_attempts` (`address`,`at`);--> statement-breakpoint
CREATE TABLE `sign_in_links` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `stages` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`key` text NOT NULL,
	`label` text NOT NULL,
	`kind` text DEFAULT 'open' NOT NULL,
	`probability` real DEFAULT 0 NOT NULL,
	`norm_days` integer,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stages_key_unique` ON `stages` (`key`);--> statement-breakpoint
CREATE TABLE `tags` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`color` text DEFAULT 'gray' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_name` ON `tags` (`name_key`) WHERE "tags"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`full_name` text NOT NULL,
	`role` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`password_hash` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email_key`) WHERE "users"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_api_tokens` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "user_id", "name", "token_hash", "expires_at" from "api_tokens" where "api_tokens"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `archived_investors` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "list", "type", "owner", "website", "phone", "city", "country", "source", "next_step", "next_step_at", "notes", "external_id", "cells" from "investors" where "investors"."deleted_at" is not null;--> statement-breakpoint
CREATE VIEW `live_commitment_entries` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "investor_id", "fund_id", "measure", "kind", "amount", "date", "note", "evidence" from "commitment_entries" where "commitment_entries"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communication_contacts` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "communication_id", "contact_id" from "communication_contacts" where "communication_contacts"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communication_copies` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "communication_id", "mailbox", "gmail_id", "gmail_thread_id" from "communication_copies" where "communication_copies"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communication_investors` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "communication_id", "investor_id", "occurred_at" from "communication_investors" where "communication_investors"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communications` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "type", "direction", "subject", "summary", "body", "occurred_at", "user_id", "message_id", "thread_id", "from_address", "to_addresses", "privacy" from "communications" where "communications"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_contact_addresses` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "contact_id", "address", "address_key", "domain", "position" from "contact_addresses" where "contact_addresses"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_contact_roles` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "contact_id", "investor_id", "role", "position" from "contact_roles" where "contact_roles"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_contacts` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "title", "phone", "linkedin", "notes", "external_id" from "contacts" where "contacts"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_fields` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "key", "label", "type", "builtin", "is_primary", "exposure", "options", "formula", "description", "required", "position" from "fields" where "fields"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_funds` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "currency", "target", "hard_cap", "position" from "funds" where "funds"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_import_mappings` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "signature", "entity_type", "mapping", "key_header" from "import_mappings" where "import_mappings"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_imports` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "file_name", "entity_type", "batch", "report" from "imports" where "imports"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_investor_tags` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "investor_id", "tag_id" from "investor_tags" where "investor_tags"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_investors` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "list", "type", "owner", "website", "phone", "city", "country", "source", "next_step", "next_step_at", "notes", "external_id", "cells" from "investors" where "investors"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_invitations` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "email", "full_name", "role", "token_hash", "expires_at", "accepted_at" from "invitations" where "invitations"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_opportunities` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "investor_id", "fund_id", "stage", "stage_since", "stage_reason", "expected_amount", "probability", "owner", "next_step", "next_step_at" from "opportunities" where "opportunities"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_settings` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "value" from "settings" where "settings"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_stages` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "key", "label", "kind", "probability", "norm_days", "position" from "stages" where "stages"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_tags` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "name", "name_key", "color" from "tags" where "tags"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_users` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "email", "email_key", "full_name", "role", "active", "password_hash" from "users" where "users"."deleted_at" is null;