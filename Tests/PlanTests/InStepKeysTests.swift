import MigrationPlan
import Testing

@Suite struct InStepKeysTests {
  @Test func `What keeps columns in step has to make sense`() {
    let plan = { (keys: String) in
      Sample.wrong(
        """
        name: add-full-name
        description: Customers get one name column
        owner: shop
        targets: shop
        schemaVersion: 2
        expand: { sql: expand.sql, rollback: expand.rollback.sql }
        backfill:
          update:
            table: Customer
            set: { full_name: FirstName }
            \(keys)
          remaining: SELECT 0
        """)
    }
    #expect(
      plan("keepInStep: true") == """
        migration.yaml:11:17: error: backfill.update.keepInStep needs where, which tells the rows that are still to be \
        written [missing-key]
          hint: such as where: full_name IS NULL
        """)
    #expect(
      plan("reverse: { FirstName: full_name }") == """
        migration.yaml:11:14: error: backfill.update.reverse is of no use without keepInStep: true [bad-value]
        """)
    #expect(
      plan("keepInStep: true\n    where: full_name IS NULL\n    reverse: { FULL_name: FirstName }") == """
        migration.yaml:13:14: error: backfill.update.reverse writes full_name, which set writes, too [bad-value]
        """)
    #expect(
      plan("keepInStep: yes\n    where: full_name IS NULL") == """
        migration.yaml:11:17: error: backfill.update.keepInStep: found the boolean yes, expected true or false \
        [wrong-type]
        """)
  }
}
