// Reads CSAF documents, one file name a line, from standard input, and writes for each a line of JSON: which mandatory tests the validator of
// secvisogram has for its version, and which of them it does not pass. README.md says what for.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import * as tests20 from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import * as tests21 from '@secvisogram/csaf-validator-lib/csaf_2_1/mandatoryTests.js'
import { csaf_2_0_strict } from '@secvisogram/csaf-validator-lib/schemaTests.js'
import { csaf_2_1_strict } from '@secvisogram/csaf-validator-lib/csaf_2_1/schemaTests.js'

const versions = {
  '2.0': { schema: csaf_2_0_strict, tests: tests20 },
  '2.1': { schema: csaf_2_1_strict, tests: tests21 },
}

const section = (name) => name.replace('mandatoryTest_', '').replaceAll('_', '.')

for await (const file of createInterface({ input: process.stdin })) {
  const doc = JSON.parse(readFileSync(file, 'utf8'))
  const { schema, tests } = versions[doc.document.csaf_version]
  const verdict = { file, tests: [], fails: {}, crashes: {} }
  verdict.schema = (await schema(doc)).isValid
  for (const [name, test] of Object.entries(tests)) {
    verdict.tests.push(section(name))
    try {
      const result = await test(doc)
      if (result.isValid === false) verdict.fails[section(name)] = (result.errors ?? []).map((e) => `${e.instancePath}: ${e.message}`)
    } catch (e) {
      verdict.crashes[section(name)] = String(e)
    }
  }
  console.log(JSON.stringify(verdict))
}
