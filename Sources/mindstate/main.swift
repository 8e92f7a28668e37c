print("mindstate")
