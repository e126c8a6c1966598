/** What a plan must not do, in words; empty for a good one. */
export type Fault = string

/** A search may sort no more rows than this, and read no larger table whole: a smaller one is a few pages. */
export const maxSorted = 1_000

type Node = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Node[] }

const messageTable = /^(mms_(log|content|attempt|facet|event)|provider_ref)/

/**
 * Judges a plan of `EXPLAIN (ANALYZE, FORMAT JSON)`: no sequential scan of a message table (one month of it) and no
 * sort, of more than `maxSorted` rows.
 */
export function findFaults(explained: unknown): Fault[] {
  const root = isNode(explained) && isNode(explained['Plan']) ? explained['Plan'] : undefined
  if (root === undefined) throw new Error('this is no plan of EXPLAIN (FORMAT JSON)')
  return visit(root)
}

/** The indexes a plan reads, partitions folded into their table's. */
export function listIndexes(explained: unknown): string[] {
  const names = new Set<string>()
  const collect = (node: Node): void => {
    const name = node['Index Name']
    if (typeof name === 'string' && numberOf(node, 'Actual Loops') > 0)
      names.add(name.replace(/_(\d{6}|default)_/, '_'))
    for (const child of node.Plans ?? []) collect(child)
  }
  if (isNode(explained) && isNode(explained['Plan'])) collect(explained['Plan'])
  return [...names]
}

function visit(node: Node): Fault[] {
  const loops = numberOf(node, 'Actual Loops')
  const rows = numberOf(node, 'Actual Rows')
  const own: Fault[] = []
  const table = String(node['Relation Name'] ?? '')
  const read = loops === 0 ? 0 : rows + numberOf(node, 'Rows Removed by Filter')
  if (node['Node Type'] === 'Seq Scan' && messageTable.test(table) && read > maxSorted) {
    own.push(`Seq Scan of ${Math.round(read)} rows of ${table}`)
  }
  if (/Sort/.test(String(node['Node Type']))) {
    const sorted = Math.max(rows, ...(node.Plans ?? []).map((child) => numberOf(child, 'Actual Rows')))
    if (sorted > maxSorted) own.push(`${String(node['Node Type'])} of ${sorted} rows`)
  }
  return [...own, ...(node.Plans ?? []).flatMap(visit)]
}

function numberOf(node: Node, name: string): number {
  const value = node[name]
  return typeof value === 'number' ? value : 0
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}
