/** What the audit log tells of. */
export const auditActions = [
  'key.created',
  'key.rotated',
  'key.revoked',
  'tenant.created',
  'tenant.changed',
  'tenant.limits_set',
  'tenant.limits_removed',
  'batch.paused',
  'batch.resumed',
  'batch.canceled',
  'operator.read',
  'operator.write',
  'suppression.added',
  'suppression.removed',
  'audit.trimmed',
] as const

/** One of `auditActions`: a thing and what happened to it. */
export type AuditAction = (typeof auditActions)[number]
