import './grid/page.ts'
