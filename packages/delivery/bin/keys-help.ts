import { SCOPES } from '../src/tenants/scopes.ts'

/** What `npm run keys -- --help` prints. */
export const KEYS_HELP = `Usage: npm run keys -- <command> [options]

Commands:
  create --name NAME          make a key and show it, once: only its hash is stored
      --tenant NAME           tenant it belongs to, made if new (default: default)
      --expires AGE           for example 12h, 90d; without it the key lives until it is revoked
      --scopes A,B            of ${SCOPES.join(', ')} (default: all)
  list                        show all keys, without secrets
  revoke --prefix PREFIX      end a key; PREFIX is the part between the underscores (hg_PREFIX_…)
  ensure --name NAME --file PATH
                              keep PATH filled with a key that works (mode 0600); prints nothing secret
      --tenant NAME           as above

Options:
  --json                      print JSON
  -h, --help                  show this text

Environment:
  DATABASE_URL                postgresql://user:password@host:5432/database (required)
`
