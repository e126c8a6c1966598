/** DATABASE_URL of the environment, or the one line that says what is wrong with it. */
export function readDatabaseUrl(): { readonly url: string } | { readonly problem: string } {
  const url = process.env['DATABASE_URL'] ?? ''
  if (url === '') return { problem: 'DATABASE_URL is not set (see --help)' }
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    return { problem: 'DATABASE_URL must be like postgresql://user:password@host:5432/database' }
  }
  return { url }
}
