import type { Db } from '../db/db.ts'

/** Addresses of all senders of the installation by their id, those that are disabled now included. */
export async function listSenderAddresses({ db }: { readonly db: Db }): Promise<ReadonlyMap<string, string>> {
  const senders = await db.sender.findMany({ select: { id: true, address: true } })
  return new Map(senders.map(({ id, address }) => [id, address]))
}
