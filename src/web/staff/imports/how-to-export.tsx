import { readFile } from 'node:fs/promises'
import { inProject } from '../../../platform/paths/index.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { StaffPage } from '../../components/shell.tsx'
import { page } from '../../page.ts'
import { Markdown } from './markdown.tsx'

/** The same words as the project's documentation, so that there is one place to mend them. */
export const howToExportPage = page({
  method: 'GET',
  url: '/schools/:school/imports/how-to-export',
  permission: 'import.plan',
  async handle({ school }) {
    const text = await readFile(inProject('docs', 'mis', 'sims.md'), 'utf8')
    // What follows is about mapping files, for the command line; here a page asks for the same.
    const [forPeople = ''] = text.split('\n## When a caption is not known')
    const base = `/schools/${school.slug}/imports`
    return (
      <StaffPage
        title="How to export from SIMS"
        current="imports"
        breadcrumbs={[{ words: 'Import', href: base }]}
        actions={<ButtonLink href={`${base}/new`}>Choose the files</ButtonLink>}
      >
        <Card>
          <div class="prose">
            <Markdown text={forPeople.replace(/^# .*\n/, '')} />
            <h2>When a caption is not known</h2>
            <p>
              Gatehouse then shows you the columns of your file with some of what stands in them, and asks what they
              are. Your answer can be kept for next time.
            </p>
          </div>
        </Card>
      </StaffPage>
    )
  },
})
