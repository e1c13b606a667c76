/** Independent pieces of work on worker threads: started, watched, stopped, failures kept apart. */
export {
  eachTask,
  runTasks,
  type TaskOutcome,
  type TasksDone,
  type TasksOptions,
} from './run-tasks.js';
export { type TaskContext, task } from './task.js';
