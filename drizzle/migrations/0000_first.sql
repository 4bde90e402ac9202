CREATE TABLE "config_revision" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"config" text NOT NULL,
	"overlay" jsonb NOT NULL,
	"base_id" bigint,
	"author_id" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"revert_of" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp with time zone,
	"applied_by" text
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_id" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"impersonated_by" text,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"username" text,
	"display_username" text,
	"role" text DEFAULT 'designer' NOT NULL,
	"banned" boolean DEFAULT false NOT NULL,
	"ban_reason" text,
	"ban_expires" timestamp with time zone,
	CONSTRAINT "user_email_unique" UNIQUE("email"),
	CONSTRAINT "user_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reading_cache" (
	"key" text NOT NULL,
	"tier" text NOT NULL,
	"tenant" text NOT NULL,
	"versions" text NOT NULL,
	"canonical" text NOT NULL,
	"answer" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"hits" integer DEFAULT 0 NOT NULL,
	"last_hit_at" timestamp with time zone,
	CONSTRAINT "reading_cache_key_tier_pk" PRIMARY KEY("key","tier")
);
--> statement-breakpoint
CREATE TABLE "reading_cache_alias" (
	"exact_key" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"tenant" text NOT NULL,
	"canonical" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "material" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"name_ko" text NOT NULL,
	"cas" text NOT NULL,
	"kind" text NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reference_row" (
	"version" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "reference_row_version_kind_position_pk" PRIMARY KEY("version","kind","position")
);
--> statement-breakpoint
CREATE TABLE "seed_version" (
	"name" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"sha256" text NOT NULL,
	"seeded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "brief_quarantine" (
	"brief_hash" text PRIMARY KEY NOT NULL,
	"crashes" integer NOT NULL,
	"last_seat" text NOT NULL,
	"last_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "model_state" (
	"worker" text NOT NULL,
	"seat" text NOT NULL,
	"model" text NOT NULL,
	"quantisation" text NOT NULL,
	"state" text NOT NULL,
	"cause" text,
	"wrapper" text,
	"breaker" text NOT NULL,
	"restarts" integer DEFAULT 0 NOT NULL,
	"sequences_busy" integer DEFAULT 0 NOT NULL,
	"sequences_total" integer DEFAULT 0 NOT NULL,
	"tokens_per_second" real,
	"since" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "model_state_worker_seat_pk" PRIMARY KEY("worker","seat")
);
--> statement-breakpoint
CREATE TABLE "pair" (
	"id" uuid PRIMARY KEY NOT NULL,
	"designer_id" text NOT NULL,
	"a" text NOT NULL,
	"b" text NOT NULL,
	"winner" text NOT NULL,
	"side" text NOT NULL,
	"position" integer NOT NULL,
	"ms" integer NOT NULL,
	"repeat_of" uuid,
	"evidence" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rating" (
	"id" uuid PRIMARY KEY NOT NULL,
	"designer_id" text NOT NULL,
	"formula_id" text NOT NULL,
	"stars" integer NOT NULL,
	"axes" jsonb,
	"evidence" text NOT NULL,
	"minutes" integer,
	"blind" boolean DEFAULT false NOT NULL,
	"tags" jsonb NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "brief" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"text" text NOT NULL,
	"is_draft" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "formula" (
	"id" text PRIMARY KEY NOT NULL,
	"run_id" uuid NOT NULL,
	"owner_id" text NOT NULL,
	"rank" integer NOT NULL,
	"source" text NOT NULL,
	"served_mode" text NOT NULL,
	"lines" jsonb NOT NULL,
	"scores" jsonb NOT NULL,
	"compliance" jsonb NOT NULL,
	"why" jsonb NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"brief_id" uuid NOT NULL,
	"parent_id" uuid,
	"mode" text NOT NULL,
	"engine" text NOT NULL,
	"market" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"seed" bigint NOT NULL,
	"config" jsonb NOT NULL,
	"reading" jsonb,
	"reading_key" text,
	"attempt" integer DEFAULT 0 NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"stop_requested_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "run_checkpoint" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"attempt" integer NOT NULL,
	"gen" integer NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "run_event" (
	"run_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "run_event_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "designer_setting" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"use_taste" boolean DEFAULT true NOT NULL,
	"contribute_ratings" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_alias" (
	"name" text PRIMARY KEY NOT NULL,
	"checkpoint_id" uuid,
	"previous_id" uuid,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy_checkpoint" (
	"id" uuid PRIMARY KEY NOT NULL,
	"training_run_id" uuid,
	"updates" integer NOT NULL,
	"file" text NOT NULL,
	"sha256" text NOT NULL,
	"metrics" jsonb NOT NULL,
	"best" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preference_fit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ratings" integer NOT NULL,
	"pairs" integer NOT NULL,
	"gate_weight" double precision NOT NULL,
	"gate_lower_bound" double precision,
	"loo_accuracy" double precision,
	"model" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "training_iteration" (
	"training_run_id" uuid NOT NULL,
	"iteration" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "training_iteration_training_run_id_iteration_pk" PRIMARY KEY("training_run_id","iteration")
);
--> statement-breakpoint
CREATE TABLE "training_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"requested_by" text NOT NULL,
	"preference_fit_id" uuid,
	"seed" integer NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"stop_requested_at" timestamp with time zone,
	"config" jsonb NOT NULL,
	"stats" jsonb,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material" ADD CONSTRAINT "material_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair" ADD CONSTRAINT "pair_designer_id_user_id_fk" FOREIGN KEY ("designer_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair" ADD CONSTRAINT "pair_a_formula_id_fk" FOREIGN KEY ("a") REFERENCES "public"."formula"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair" ADD CONSTRAINT "pair_b_formula_id_fk" FOREIGN KEY ("b") REFERENCES "public"."formula"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating" ADD CONSTRAINT "rating_designer_id_user_id_fk" FOREIGN KEY ("designer_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rating" ADD CONSTRAINT "rating_formula_id_formula_id_fk" FOREIGN KEY ("formula_id") REFERENCES "public"."formula"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brief" ADD CONSTRAINT "brief_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "formula" ADD CONSTRAINT "formula_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "formula" ADD CONSTRAINT "formula_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run" ADD CONSTRAINT "run_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run" ADD CONSTRAINT "run_brief_id_brief_id_fk" FOREIGN KEY ("brief_id") REFERENCES "public"."brief"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run" ADD CONSTRAINT "run_parent_id_run_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."run"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_checkpoint" ADD CONSTRAINT "run_checkpoint_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_run_id_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "designer_setting" ADD CONSTRAINT "designer_setting_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_alias" ADD CONSTRAINT "policy_alias_checkpoint_id_policy_checkpoint_id_fk" FOREIGN KEY ("checkpoint_id") REFERENCES "public"."policy_checkpoint"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_alias" ADD CONSTRAINT "policy_alias_previous_id_policy_checkpoint_id_fk" FOREIGN KEY ("previous_id") REFERENCES "public"."policy_checkpoint"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_checkpoint" ADD CONSTRAINT "policy_checkpoint_training_run_id_training_run_id_fk" FOREIGN KEY ("training_run_id") REFERENCES "public"."training_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_iteration" ADD CONSTRAINT "training_iteration_training_run_id_training_run_id_fk" FOREIGN KEY ("training_run_id") REFERENCES "public"."training_run"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_preference_fit_id_preference_fit_id_fk" FOREIGN KEY ("preference_fit_id") REFERENCES "public"."preference_fit"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "config_revision_one_draft_idx" ON "config_revision" USING btree ("config") WHERE "config_revision"."applied_at" is null;--> statement-breakpoint
CREATE INDEX "account_user_idx" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_idx" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "reading_cache_expiry_idx" ON "reading_cache" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "reading_cache_alias_key_idx" ON "reading_cache_alias" USING btree ("key");--> statement-breakpoint
CREATE INDEX "material_cas_idx" ON "material" USING btree ("cas");--> statement-breakpoint
CREATE INDEX "material_owner_idx" ON "material" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "pair_designer_idx" ON "pair" USING btree ("designer_id","at");--> statement-breakpoint
CREATE INDEX "rating_formula_idx" ON "rating" USING btree ("formula_id");--> statement-breakpoint
CREATE INDEX "rating_designer_idx" ON "rating" USING btree ("designer_id","at");--> statement-breakpoint
CREATE INDEX "brief_owner_idx" ON "brief" USING btree ("owner_id","updated_at");--> statement-breakpoint
CREATE INDEX "formula_run_idx" ON "formula" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "formula_owner_idx" ON "formula" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "run_owner_idx" ON "run" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "run_open_idx" ON "run" USING btree ("status") WHERE "run"."status" in ('queued', 'reading', 'evolving', 'paused');--> statement-breakpoint
CREATE INDEX "policy_checkpoint_run_idx" ON "policy_checkpoint" USING btree ("training_run_id","updates");--> statement-breakpoint
CREATE INDEX "preference_fit_at_idx" ON "preference_fit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "training_run_created_idx" ON "training_run" USING btree ("created_at");