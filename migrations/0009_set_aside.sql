ALTER TABLE `mail_unreadable` ADD `set_aside_at` text;--> statement-breakpoint
ALTER TABLE `mail_unreadable` ADD `set_aside_by` text;