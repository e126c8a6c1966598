import { type Batch, type Message, toIso } from './batch.ts'
import type { ReportState } from './codes.ts'

/** One recipient's delivery report, as it is called back and as it is fetched. */
export function recipientReport(message: Message): Record<string, unknown> {
  const { batch, operatorStatusAt } = message
  return {
    type: batch.type === 'mt_media' ? 'recipient_delivery_report_mms' : 'recipient_delivery_report_sms',
    batch_id: batch.id,
    recipient: message.recipient,
    code: message.code,
    status: message.status,
    at: toIso(message.at),
    ...(operatorStatusAt === null ? {} : { operator_status_at: toIso(operatorStatusAt) }),
    ...(batch.clientReference === null ? {} : { client_reference: batch.clientReference }),
    ...(message.appliedOriginator === null ? {} : { applied_originator: message.appliedOriginator }),
  }
}

/** The report of a whole batch; `isFull` lists the recipients of each status. Only messages that pass the filter count. */
export function batchReport(
  batch: Batch,
  isFull: boolean,
  filter: (state: ReportState) => boolean = () => true,
): Record<string, unknown> {
  return {
    type: batch.type === 'mt_media' ? 'delivery_report_mms' : 'delivery_report_sms',
    batch_id: batch.id,
    statuses: statusesOf(batch.messages.filter(filter), isFull),
    total_message_count: batch.messages.length,
    ...(batch.clientReference === null ? {} : { client_reference: batch.clientReference }),
  }
}

function statusesOf(messages: Message[], isFull: boolean): object[] {
  const groups = Map.groupBy(messages, ({ code, status }) => `${code} ${status}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { code, status } = first
    const recipients = isFull ? { recipients: group.map(({ recipient }) => recipient) } : {}
    return [{ code, status, count: group.length, ...recipients }]
  })
}
