import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plain SQL (both engines take backticks): a migration must not change with the entities. */
const STATUSES = [
  ['Обрабатывается', 'processing', '#228be6'],
  ['В работе', 'processing', '#15aabf'],
  ['Пришло на склад', 'arrived', '#fab005'],
  ['Готово к выдаче', 'arrived', '#82c91e'],
  ['Выдано', 'issued', '#40c057'],
  ['Отказ', 'refused', '#fa5252'],
  ['Снят', 'removed', '#868e96'],
];

/** The status directory that a shop begins with, and one region. */
export class SeedDirectory1798000000001 implements MigrationInterface {
  name = 'SeedDirectory1798000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
    for (const [index, [name, group, color]] of STATUSES.entries()) {
      await queryRunner.query(
        'INSERT INTO order_statuses (name, `group`, color, position, is_initial, notify_manager, gettzap_item_status, ' +
          'gettzap_item_text, gettzap_order_status, gettzap_order_text, created_at) ' +
          "VALUES (?, ?, ?, ?, ?, ?, '', '', '', '', ?)",
        [name, group, color, index + 1, index === 0, group === 'removed', now],
      );
    }
    await queryRunner.query('INSERT INTO regions (name, time_zone, created_at) VALUES (?, ?, ?)', [
      'Основной',
      'Europe/Moscow',
      now,
    ]);
    await queryRunner.query('INSERT INTO configuration_versions (id, version) VALUES (1, 1)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DELETE FROM order_statuses');
    await queryRunner.query('DELETE FROM regions');
    await queryRunner.query('DELETE FROM configuration_versions');
  }
}
