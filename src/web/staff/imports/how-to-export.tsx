import { readFile } from 'node:fs/promises'
import Type from 'typebox'
import { inProject } from '../../../platform/paths/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { page } from '../../page.ts'
import { Markdown } from './markdown.tsx'

/** What an MIS, or a layout, is called, by the name of its page in the documentation. */
const pagesByName: Record<string, string> = {
  sims: 'SIMS',
  arbor: 'Arbor',
  bromcom: 'Bromcom',
  scholarpack: 'ScholarPack',
  isams: 'iSAMS',
  parentmail: 'a file made for ParentMail',
  schoolbooking: 'a file made for SchoolBooking',
  ctf: 'a Common Transfer File (CTF)',
  oneroster: 'OneRoster or School Data Sync',
  wonde: 'Wonde',
  'other-tables': 'any other table',
}

const withoutCaptions = new Set(['ctf', 'oneroster', 'wonde'])

/** The same words as the project's documentation, so that there is one place to mend them. */
export const howToExportPage = page({
  method: 'GET',
  url: '/schools/:school/imports/how-to-export',
  permission: 'import.plan',
  query: Type.Object({ from: Type.String({ default: 'sims' }) }),
  async handle({ school, query }) {
    const from = Object.hasOwn(pagesByName, query.from) ? query.from : 'sims'
    const text = await readFile(inProject('docs', 'mis', `${from}.md`), 'utf8')
    // What follows is about mapping files, for the command line; here a page asks for the same.
    const [forPeople = ''] = text.split('\n## When a caption is not known')
    const base = `/schools/${school.slug}/imports`
    return (
      <StaffPage
        title={from === 'sims' ? 'How to export from SIMS' : `How to import from ${pagesByName[from]}`}
        current="imports"
        breadcrumbs={[{ words: 'Import', href: base }]}
        actions={<ButtonLink href={`${base}/new`}>Choose the files</ButtonLink>}
      >
        <Card>
          <div class="prose">
            <p>
              Your MIS is another one?{' '}
              {Object.entries(pagesByName)
                .filter(([name]) => name !== from)
                .map(([name, words], at) => (
                  <span key={name}>
                    {at === 0 ? '' : ' · '}
                    <a href={`${base}/how-to-export?from=${name}`}>{words}</a>
                  </span>
                ))}
            </p>
            <Markdown text={forPeople.replace(/^# .*\n/, '')} />
            {withoutCaptions.has(from) ? null : (
              <>
                <h2>When a caption is not known</h2>
                <p>
                  Gatehouse then shows you the columns of your file with some of what stands in them, and asks what they
                  are. Your answer can be kept for next time.
                </p>
              </>
            )}
          </div>
        </Card>
      </StaffPage>
    )
  },
})
