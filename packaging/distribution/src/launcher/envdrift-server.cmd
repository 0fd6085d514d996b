@echo off
rem Starts the server on Windows; needs Java 21 or newer in JAVA_HOME or on the PATH.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" @server.options@ -cp "%~dp0..\lib\app\envdrift-server.jar" io.envdrift.server.command.ServerMain %*
exit /b %ERRORLEVEL%
