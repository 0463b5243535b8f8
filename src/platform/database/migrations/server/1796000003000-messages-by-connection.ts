import { MigrationInterface, QueryRunner } from 'typeorm';

export class MessagesByConnection1796000003000 implements MigrationInterface {
  name = 'MessagesByConnection1796000003000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    // A migration that was killed has kept what it made, and MySQL knows no IF NOT EXISTS for an index.
    const messages = await queryRunner.getTable('gettzap_messages');
    if (messages?.indices.some(({ name }) => name === 'gettzap_messages_connection')) return;
    await queryRunner.query(
      'CREATE INDEX `gettzap_messages_connection` ON `gettzap_messages` (`connection_id`, `created_at`)',
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX `gettzap_messages_connection` ON `gettzap_messages`');
  }
}
