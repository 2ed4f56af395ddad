/** The built distribution as processes, killed, stopped and cut off; judged by the provider's ledger and the result files. */
package io.dromedial.chaos;
