import { MigrationInterface, QueryRunner } from 'typeorm';

export class MessagesByConnection1796000003000 implements MigrationInterface {
  name = 'MessagesByConnection1796000003000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'CREATE INDEX "gettzap_messages_connection" ON "gettzap_messages" ("connection_id", "created_at")',
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "gettzap_messages_connection"');
  }
}
