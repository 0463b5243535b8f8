import { TestEnvironment } from 'jest-environment-node';

/** Lets the hooks after a test know that it failed, so that they can keep what the browser shows. */
export default class JourneyEnvironment extends TestEnvironment {
  handleTestEvent({ name }) {
    if (name === 'test_start') this.global.testHasFailed = false;
    if (name === 'test_fn_failure' || name === 'hook_failure') this.global.testHasFailed = true;
  }
}
