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
            <Markdown text={text.replace(/^# .*\n/, '')} />
          </div>
        </Card>
      </StaffPage>
    )
  },
})
