/** Why migrations were not applied; stable, for tests and callers. */
export type MigrationErrorCode =
  | 'database_unreachable'
  | 'lock_timeout'
  | 'migration_edited'
  | 'migration_failed'
  | 'migration_failed_before'
  | 'database_newer'

/** A refusal to migrate. `message` is one line that tells what to do; `cause` has the original error. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
    this.code = code
  }
}
