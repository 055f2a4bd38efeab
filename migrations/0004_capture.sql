CREATE TABLE `contact_summaries` (
	`contact_id` text PRIMARY KEY NOT NULL,
	`last_contact_at` text,
	`last_contact_by` text,
	`last_contact_type` text,
	`last_contact_id` text,
	`last_inbound_at` text,
	`last_inbound_id` text,
	`next_meeting_at` text,
	`next_meeting_id` text
);
--> statement-breakpoint
CREATE INDEX `contact_summaries_contact` ON `contact_summaries` (`last_contact_at`);--> statement-breakpoint
CREATE TABLE `mail_aliases` (
	`address_key` text PRIMARY KEY NOT NULL,
	`mailbox` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mail_bodies` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`text` text NOT NULL,
	`trimmed` text NOT NULL,
	`html` text
);
--> statement-breakpoint
CREATE TABLE `mail_copies` (
	`mailbox` text NOT NULL,
	`gmail_id` text NOT NULL,
	`gmail_thread_id` text NOT NULL,
	`mail_id` text NOT NULL,
	`user_id` text,
	`sent` integer DEFAULT false NOT NULL,
	`at` text NOT NULL,
	`gone_at` text,
	PRIMARY KEY(`mailbox`, `gmail_id`)
);
--> statement-breakpoint
CREATE INDEX `mail_copies_mail` ON `mail_copies` (`mail_id`);--> statement-breakpoint
CREATE INDEX `mail_copies_at` ON `mail_copies` (`mailbox`,`at`);--> statement-breakpoint
CREATE TABLE `mail_messages` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`identity` text NOT NULL,
	`message_id` text,
	`thread_id` text NOT NULL,
	`at` text NOT NULL,
	`sent_at` text,
	`direction` text NOT NULL,
	`nature` text NOT NULL,
	`nature_why` text,
	`from_name` text,
	`from_address` text,
	`to_addresses` text DEFAULT '[]' NOT NULL,
	`parties` text DEFAULT '[]' NOT NULL,
	`recipients` integer DEFAULT 0 NOT NULL,
	`subject` text,
	`snippet` text DEFAULT '' NOT NULL,
	`attachments` text DEFAULT '[]' NOT NULL,
	`size` integer DEFAULT 0 NOT NULL,
	`level` text NOT NULL,
	`participants` text DEFAULT '[]' NOT NULL,
	`stored_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_messages_id_unique` ON `mail_messages` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `mail_messages_identity_unique` ON `mail_messages` (`identity`);--> statement-breakpoint
CREATE INDEX `mail_messages_message` ON `mail_messages` (`message_id`);--> statement-breakpoint
CREATE INDEX `mail_messages_thread` ON `mail_messages` (`thread_id`,`at`);--> statement-breakpoint
CREATE INDEX `mail_messages_at` ON `mail_messages` (`at`);--> statement-breakpoint
CREATE TABLE `mail_parties` (
	`address_key` text NOT NULL,
	`mail` integer NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`address_key`, `mail`, `role`)
);
--> statement-breakpoint
CREATE INDEX `mail_parties_mail` ON `mail_parties` (`mail`);--> statement-breakpoint
CREATE TABLE `mail_searched` (
	`mailbox` text NOT NULL,
	`address_key` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`mailbox`, `address_key`)
);
--> statement-breakpoint
CREATE TABLE `mail_sightings` (
	`id` text PRIMARY KEY NOT NULL,
	`address_key` text NOT NULL,
	`address` text NOT NULL,
	`name` text,
	`mailbox` text NOT NULL,
	`gmail_id` text NOT NULL,
	`mail_id` text,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mail_sightings_address_key_unique` ON `mail_sightings` (`address_key`);--> statement-breakpoint
CREATE INDEX `mail_sightings_mail` ON `mail_sightings` (`mail_id`);--> statement-breakpoint
CREATE TABLE `mail_thread_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`thread_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mail_thread_keys_thread` ON `mail_thread_keys` (`thread_id`);--> statement-breakpoint
CREATE TABLE `mail_unreadable` (
	`mailbox` text NOT NULL,
	`gmail_id` text NOT NULL,
	`reason` text NOT NULL,
	`size` integer,
	`at` text,
	`tries` integer DEFAULT 1 NOT NULL,
	`first_seen_at` text NOT NULL,
	PRIMARY KEY(`mailbox`, `gmail_id`)
);
--> statement-breakpoint
CREATE TABLE `mailbox_reads` (
	`id` text PRIMARY KEY NOT NULL,
	`mailbox` text NOT NULL,
	`at` text NOT NULL,
	`actor_id` text,
	`purpose` text NOT NULL,
	`looked` integer DEFAULT 0 NOT NULL,
	`kept` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mailbox_reads_mailbox` ON `mailbox_reads` (`mailbox`,`at`);--> statement-breakpoint
CREATE TABLE `mailbox_states` (
	`address` text PRIMARY KEY NOT NULL,
	`history_id` text,
	`history_at` text,
	`jobs` text DEFAULT '[]' NOT NULL,
	`calendar_token` text,
	`calendar_at` text,
	`calendar_problem` text,
	`last_run_at` text,
	`last_success_at` text,
	`problem` text,
	`problem_detail` text,
	`problem_at` text,
	`backlog` integer DEFAULT 0 NOT NULL,
	`reconciled_at` text,
	`reconciliation` text,
	`lease_by` text,
	`lease_until` text
);
--> statement-breakpoint
CREATE TABLE `mailboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`address` text NOT NULL,
	`user_id` text,
	`enabled` integer DEFAULT false NOT NULL,
	`level` text DEFAULT 'full' NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mailboxes_address` ON `mailboxes` (`address`) WHERE "mailboxes"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `meeting_copies` (
	`mailbox` text NOT NULL,
	`event_id` text NOT NULL,
	`meeting_id` text NOT NULL,
	`user_id` text,
	`private` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`mailbox`, `event_id`)
);
--> statement-breakpoint
CREATE INDEX `meeting_copies_meeting` ON `meeting_copies` (`meeting_id`);--> statement-breakpoint
CREATE TABLE `meeting_parties` (
	`address_key` text NOT NULL,
	`meeting` integer NOT NULL,
	PRIMARY KEY(`address_key`, `meeting`)
);
--> statement-breakpoint
CREATE INDEX `meeting_parties_meeting` ON `meeting_parties` (`meeting`);--> statement-breakpoint
CREATE TABLE `meetings` (
	`rowid` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`key` text NOT NULL,
	`starts_at` text NOT NULL,
	`ends_at` text NOT NULL,
	`all_day` integer DEFAULT false NOT NULL,
	`status` text NOT NULL,
	`title` text,
	`location` text,
	`organizer` text,
	`attendees` text DEFAULT '[]' NOT NULL,
	`level` text NOT NULL,
	`participants` text DEFAULT '[]' NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `meetings_id_unique` ON `meetings` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `meetings_key_unique` ON `meetings` (`key`);--> statement-breakpoint
CREATE INDEX `meetings_starts` ON `meetings` (`starts_at`);--> statement-breakpoint
CREATE TABLE `never_log` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`kind` text NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `never_log_value` ON `never_log` (`kind`,`value`) WHERE "never_log"."deleted_at" is null;--> statement-breakpoint
CREATE TABLE `thread_levels` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text,
	`updated_at` text NOT NULL,
	`updated_by` text,
	`deleted_at` text,
	`thread_id` text NOT NULL,
	`user_id` text NOT NULL,
	`level` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `thread_levels_pair` ON `thread_levels` (`thread_id`,`user_id`) WHERE "thread_levels"."deleted_at" is null;--> statement-breakpoint
DROP INDEX `communication_contacts_contact`;--> statement-breakpoint
ALTER TABLE `communication_contacts` ADD `occurred_at` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `communication_contacts_contact` ON `communication_contacts` (`contact_id`,`occurred_at`) WHERE "communication_contacts"."deleted_at" is null;--> statement-breakpoint
ALTER TABLE `communications` ADD `mail_id` text;--> statement-breakpoint
ALTER TABLE `communications` ADD `meeting_id` text;--> statement-breakpoint
CREATE INDEX `communications_mail` ON `communications` (`mail_id`) WHERE "communications"."mail_id" is not null;--> statement-breakpoint
CREATE INDEX `communications_meeting` ON `communications` (`meeting_id`) WHERE "communications"."meeting_id" is not null;--> statement-breakpoint
ALTER TABLE `investor_summaries` ADD `last_inbound_at` text;--> statement-breakpoint
ALTER TABLE `investor_summaries` ADD `last_inbound_id` text;--> statement-breakpoint
ALTER TABLE `investor_summaries` ADD `next_meeting_at` text;--> statement-breakpoint
ALTER TABLE `investor_summaries` ADD `next_meeting_id` text;--> statement-breakpoint
DROP VIEW `live_communication_contacts`;--> statement-breakpoint
DROP VIEW `live_communications`;--> statement-breakpoint
CREATE VIEW `live_mailboxes` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "address", "user_id", "enabled", "level" from "mailboxes" where "mailboxes"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_never_log` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "kind", "value" from "never_log" where "never_log"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_thread_levels` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "thread_id", "user_id", "level" from "thread_levels" where "thread_levels"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `told_communications` AS select "communications"."id", "communications"."version", "communications"."created_at", "communications"."created_by", "communications"."updated_at", "communications"."updated_by", "communications"."deleted_at", "communications"."type", coalesce("mail_messages"."direction", "communications"."direction") as "direction", coalesce("mail_messages"."subject", "meetings"."title", "communications"."subject") as "subject", coalesce(nullif("communications"."summary", ''), "mail_messages"."snippet", "meetings"."title", '') as "summary", coalesce("mail_bodies"."text", "communications"."body") as "body", "communications"."occurred_at", "communications"."user_id", coalesce("mail_messages"."message_id", "communications"."message_id") as "message_id", coalesce("mail_messages"."thread_id", "communications"."thread_id") as "thread_id", coalesce("mail_messages"."from_address", "communications"."from_address") as "from_address", coalesce("mail_messages"."to_addresses", "communications"."to_addresses") as "to_addresses", coalesce("mail_messages"."level", "meetings"."level", "communications"."privacy") as "privacy", "communications"."mail_id", "communications"."meeting_id", coalesce("mail_bodies"."trimmed", "communications"."body") as "trimmed", coalesce("mail_messages"."participants", "meetings"."participants", '[]') as "participants" from "communications" left join "mail_messages" on "mail_messages"."id" = "communications"."mail_id" left join "mail_bodies" on "mail_bodies"."rowid" = "mail_messages"."rowid" left join "meetings" on "meetings"."id" = "communications"."meeting_id" where "communications"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communication_contacts` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "communication_id", "contact_id", "occurred_at" from "communication_contacts" where "communication_contacts"."deleted_at" is null;--> statement-breakpoint
CREATE VIEW `live_communications` AS select "id", "version", "created_at", "created_by", "updated_at", "updated_by", "deleted_at", "type", "direction", "subject", "summary", "body", "occurred_at", "user_id", "message_id", "thread_id", "from_address", "to_addresses", "privacy", "mail_id", "meeting_id" from "communications" where "communications"."deleted_at" is null;