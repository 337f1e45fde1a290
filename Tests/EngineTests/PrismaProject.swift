import MigrationPlan

/// A project of ten folders of `prisma migrate`, for an empty database; each becomes a plan of its own.
struct PrismaProject {
  /// One folder, with what takes it back.
  struct Folder {
    let name: String
    var script: String
    let back: String

    init(_ name: String, _ script: String, back: String) {
      (self.name, self.script, self.back) = (name, script, back)
    }

    /// As a migration of that name, which raises what the database offers to `version`.
    func plan(_ migration: String, version: Int) -> PlanFiles {
      PlanFiles([
        PlanFile(
          path: Plan.fileName,
          text: """
            name: \(migration)
            description: What \(name) is for
            owner: shop
            targets: shop
            engine: postgresql
            schemaVersion: \(version)
            expand: { prisma: prisma/migrations/\(name), rollback: back.sql }

            """), PlanFile(path: "prisma/migrations/\(name)/migration.sql", text: script),
        PlanFile(path: "back.sql", text: back + "\n"),
      ])
    }
  }

  let folders = [
    Folder(
      "20260105090000_init",
      """
      -- CreateTable
      CREATE TABLE "User" (
          "id" SERIAL NOT NULL,
          "email" TEXT NOT NULL,

          CONSTRAINT "User_pkey" PRIMARY KEY ("id")
      );

      -- CreateIndex
      CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

      """, back: "DROP TABLE \"User\";"),
    Folder(
      "20260112101500_user_name", "-- AlterTable\nALTER TABLE \"User\" ADD COLUMN \"name\" TEXT;\n",
      back: "ALTER TABLE \"User\" DROP COLUMN \"name\";"),
    Folder(
      "20260119083000_role",
      """
      -- CreateEnum
      CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');

      -- AlterTable
      ALTER TABLE "User" ADD COLUMN "role" "Role" NOT NULL DEFAULT 'USER';

      """, back: "ALTER TABLE \"User\" DROP COLUMN \"role\"; DROP TYPE \"Role\";"),
    Folder(
      "20260126140000_post",
      """
      -- CreateTable
      CREATE TABLE "Post" (
          "id" SERIAL NOT NULL,
          "authorId" INTEGER NOT NULL,

          CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
      );

      -- CreateIndex
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");

      -- AddForeignKey
      ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id")
      ON DELETE RESTRICT ON UPDATE CASCADE;

      """, back: "DROP TABLE \"Post\";"),
    Folder(
      "20260202120000_name_index",
      "-- CreateIndex\nCREATE INDEX CONCURRENTLY \"User_name_idx\" ON \"User\"(\"name\");\n",
      back: "DROP INDEX CONCURRENTLY \"User_name_idx\";"),
    Folder(
      "20260209120000_written_on_windows",
      "-- AlterTable\r\nALTER TABLE \"Post\" ADD COLUMN \"title\" TEXT;\r\n",
      back: "ALTER TABLE \"Post\" DROP COLUMN \"title\";"),
    Folder(
      Self.failing,
      """
      -- AlterTable
      ALTER TABLE "User" ADD COLUMN "nickname" TEXT;

      -- CreateIndex
      CREATE UNIQUE INDEX CONCURRENTLY "User_name_key" ON "User"("name");

      """,
      back: """
        DROP INDEX CONCURRENTLY IF EXISTS "User_name_key"; ALTER TABLE "User" DROP COLUMN IF EXISTS "nickname";
        """),
    Folder(
      "20260217090000_nickname_again", "-- AlterTable\nALTER TABLE \"User\" ADD COLUMN \"nickname\" TEXT;\n",
      back: "ALTER TABLE \"User\" DROP COLUMN \"nickname\";"),
    Folder(
      Self.mended, "-- AlterTable\nALTER TABLE \"Post\" ADD COLUMN \"score\" INTEGER NOT NULL DEFAULT 0;\n",
      back: "ALTER TABLE \"Post\" DROP COLUMN \"score\";"),
    Folder(
      "20260302120000_feed",
      """
      CREATE VIEW "Feed" AS SELECT p."id", p."title", u."nickname" FROM "Post" p JOIN "User" u ON u."id" = p."authorId";

      -- CreateIndex
      CREATE INDEX CONCURRENTLY "Post_score_idx" ON "Post"("score");

      -- CreateTable
      CREATE TABLE "Tag" ("name" TEXT NOT NULL, CONSTRAINT "Tag_pkey" PRIMARY KEY ("name"));

      """, back: "DROP TABLE \"Tag\"; DROP INDEX CONCURRENTLY \"Post_score_idx\"; DROP VIEW \"Feed\";"),
  ]

  /// Fails where two users bear one name, after its first part.
  static let failing = "20260216120000_unique_names"
  /// Fails where its column is there, and goes through once it is not.
  static let mended = "20260223120000_score"
}
