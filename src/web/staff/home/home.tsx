import { StaffPage } from '../../components/shell.tsx'
import { page } from '../../page.ts'

export const homePage = page({
  method: 'GET',
  url: '/schools/:school/home',
  permission: 'home.read',
  handle({ actor }) {
    return (
      <StaffPage title="Home" current="home" heading={`Hello, ${actor.name}`}>
        <p>Nothing yet.</p>
      </StaffPage>
    )
  },
})
